"""The live room: think, vote, discuss, vote again, reveal."""
