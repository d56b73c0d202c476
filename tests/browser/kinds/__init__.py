"""One file for each kind of question: answered with a finger, with a keyboard, without scripts, and looked at."""
