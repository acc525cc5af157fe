"""What words are: lemmas, stems, names, places, quantities, in Russian, Kazakh and English. Pure."""
