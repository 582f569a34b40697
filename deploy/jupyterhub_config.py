"""A JupyterHub in which everybody has the workbook, in JupyterLab and through Voila.

    jupyterhub -f deploy/jupyterhub_config.py

The hub, its users' servers and the workbook share one environment (pip install '.[hub]'). Who may come in, and where
servers run, is for you to say, here or on the command line; until then the hub lets nobody in. See docs/deploying.md.
"""

c = get_config()  # noqa: F821 -- traitlets gives it to a configuration file

# The chapters are copied into a folder of the user's. A notebook that is there stays, whatever the user made of it;
# one that the user deleted comes back as it was.
c.Spawner.cmd = ["sh", "-c", 'mio notebooks workbook; exec jupyterhub-singleuser "$@"', "singleuser"]
c.Spawner.default_url = "/lab/tree/workbook/00_start_here.ipynb"

c.Spawner.args = [
    # JupyterLab asks elsewhere for news and updates unless told not to.
    "--LabApp.news_url=None",
    "--LabApp.check_for_updates_class=jupyterlab.NeverCheckForUpdate",
    # Memory is what a hub runs out of first: a kernel that nobody looks at ends after half an hour, a server after one.
    "--MappingKernelManager.cull_idle_timeout=1800",
    "--ServerApp.shutdown_no_activity_timeout=3600",
]

# `MIO_PAGES=/srv/workbook mio build`, run once, spares every user the rendering; the others choose another book.
c.Spawner.env_keep.extend(["MIO_PAGES", "MIO_BOOK", "MIO_LANG"])
