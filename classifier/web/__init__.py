"""The page and the JSON API on this machine: read an article, correct its labels, train again.

    guard       who may come in, how much, how many, how long
    bodies      what a request brings, checked; replies as JSON
    labeller    one model, one thread
    store       what people corrected, in SQLite
    reviews     an article on the desk: what the program read, what people said of it
    next_up     which statement to look at next
    trainer     training as a process of its own
    runs        many files at once, and their report
    desk        all of these together
    app         the routes: `api`, `review_api`, `run_api`, `ml_backend`, `pages`

Nothing here is seen from other machines unless the user asks for it, and nothing asks the network.
"""
