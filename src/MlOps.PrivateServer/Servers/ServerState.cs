namespace MlOps.PrivateServer.Servers;

/// <summary>Whether the process that postmaster.pid names is a living server of the data directory.</summary>
internal enum ServerState
{
    Gone,
    Serves,

    /// <summary>It may be one, but this user is not shown enough of it: nothing may be deleted or signalled.</summary>
    Unknown,
}
