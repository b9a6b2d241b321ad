"""What pyproject.toml cannot say: templates/ and config/ lie beside the package, in a wheel inside it.

``mailbot/packaged.py`` finds them in both places.
"""

from setuptools import find_packages, setup

setup(
    packages=[
        *find_packages(include=["mailbot", "mailbot.*"]),
        "mailbot.share.templates",
        "mailbot.share.config",
    ],
    package_dir={"mailbot.share.templates": "templates", "mailbot.share.config": "config"},
    package_data={
        "mailbot": ["py.typed"],
        "mailbot.share.templates": ["**/*"],
        "mailbot.share.config": ["**/*"],
    },
    include_package_data=False,
)
