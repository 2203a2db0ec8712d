"""The machinery, each thing written once: access, actions, audit, workflow, clocks, notices, jobs."""
