"""What a compiler has to say about a rubric: facts in `model`, words in `prose`, formats in `render`."""
