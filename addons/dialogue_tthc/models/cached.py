def forget_cached(env):
    """Let what is kept in memory be made anew, here and in the other workers.

    Once more after the commit: somebody else may have read the old rows between now
    and then.
    """
    env.registry.clear_cache()
    env.cr.postcommit.add(env.registry.clear_cache)
