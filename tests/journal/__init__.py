"""The journal's promise, held to both engines, and what the one on a disk must survive."""
