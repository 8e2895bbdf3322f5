"""The figures of an audit as plain data, and what is drawn from them."""
