"""`python -m actions`: the action server in one process, on loopback only.

rasa-sdk's own launcher starts a manager with workers; a killed manager leaves a worker behind that holds the port.
"""

import warnings

from rasa_sdk.endpoint import create_app
from rasa_sdk.executor import ActionExecutor

from kit import logs
from settings import Settings


def main() -> None:
    logs.configure()
    # The core is 3.6 and stays 3.6; this SDK serves it (docs/adr/0001), which it cannot know.
    warnings.filterwarnings("ignore", message="Your versions of rasa and rasa_sdk might not be compatible")
    executor = ActionExecutor()
    executor.register_package("actions")
    create_app(executor).run(host="127.0.0.1", port=Settings().actions_port, single_process=True, motd=False, access_log=False)


if __name__ == "__main__":
    main()
