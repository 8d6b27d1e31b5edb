namespace MlOps.PrivateServer;

/// <summary>
/// What is known about the private server without a start. A stopped server has no version, uptime and process, and its port
/// is the last one, which it will try again.
/// </summary>
public sealed record LocalServerStatus(
    bool IsRunning,
    string DataDirectory,
    string? Version,
    int? Port,
    long DataBytes,
    TimeSpan? Uptime,
    int? ProcessId);
