from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class LookBuildHook(BuildHookInterface):
    def initialize(self, version, build_data):
        pass
