namespace MlOps.PrivateServer;

/// <summary>The failures of a private server that a user can fix.</summary>
public enum PrivateServerError
{
    /// <summary>No PostgreSQL programs were found, and none could be fetched.</summary>
    PostgresNotFound,

    /// <summary>The directory of the server cannot be used.</summary>
    Directory,

    /// <summary>The server does not start, stop or answer.</summary>
    Server,

    /// <summary>The server refuses the password in its own directory.</summary>
    AuthenticationFailed,
}
