"""The dashboard's server, run as always, that also tells what it is set to.

Started as ``python probe.py ASK TELL run dashboard.py …`` with two ends of pipes: a
byte into ASK brings one line out of TELL. Nothing else differs from ``streamlit run``.
"""

import json
import os
import sys
import threading

from streamlit import config
from streamlit.web import cli


def tell(ask: int, answer: int) -> None:
    """Wait to be asked, then tell all options and routes as they are by then."""
    os.read(ask, 1)
    app = sys.modules["dashboard"].app
    told = {
        "options": {
            name: option.value for name, option in config.get_config_options().items()
        },
        "routes": [route.path for route in app._starlette_app.routes],
        "layers": [each.cls.__name__ for each in app._starlette_app.user_middleware],
    }
    with os.fdopen(answer, "w") as out:
        out.write(json.dumps(told, default=str))


if __name__ == "__main__":
    ends = int(sys.argv[1]), int(sys.argv[2])
    del sys.argv[1:3]
    threading.Thread(target=tell, args=ends, daemon=True).start()
    cli.main()
