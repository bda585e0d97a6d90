"""Who speaks: from the words before and behind a cue to one voice of the article.

A `Memory` keeps the voices heard so far. A full name makes a voice; a surname, an office
(«الوزير المصري»), a definite noun («المصدر») or a mere verb («وأضاف») finds the one it means.
"""

from __future__ import annotations

from classifier.speakers.memory import Memory
from classifier.speakers.voice import Voice

__all__ = ["Memory", "Voice"]
