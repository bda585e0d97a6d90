"""Everything needed to make and judge the labeller.

    quotes ──► splits ──► classifier.labels.teach ──► model file      (train)
                                  └──► scores ──► floors              (evaluate)

`classifier` never imports this package: a model, once made, needs none of it.
"""
