namespace MlOps.PrivateServer.Servers;

/// <summary>Whether the process in postmaster.pid is a running server of the data directory.</summary>
internal enum ServerState
{
    Ended,
    Serves,

    /// <summary>It may be one, but this user cannot see enough of it, so nothing may be deleted or signalled.</summary>
    Unknown,
}
