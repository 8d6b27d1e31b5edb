namespace MlOps.PrivateServer;

/// <summary>
/// What is known about the private server without starting it. The version, uptime and process are those of a running
/// server, else null; the port of a stopped one is the port that it had and will try again.
/// </summary>
public sealed record LocalServerStatus(
    bool IsRunning,
    string DataDirectory,
    string? Version,
    int? Port,
    long DataBytes,
    TimeSpan? Uptime,
    int? ProcessId);
