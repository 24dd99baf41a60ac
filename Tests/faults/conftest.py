"""Fault tests run against the system that deploy/up started; each brings its own misbehaviour."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))
