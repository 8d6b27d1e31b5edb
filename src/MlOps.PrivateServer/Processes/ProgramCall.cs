namespace MlOps.PrivateServer.Processes;

/// <summary>A program to run: its arguments go to it as they are, no shell reads them.</summary>
internal sealed record ProgramCall(string Program, IReadOnlyList<string> Arguments)
{
    /// <summary>The root of the file system unless told: every user can enter it.</summary>
    public string WorkingDirectory { get; init; } = Path.GetPathRoot(System.Environment.SystemDirectory) is { Length: > 0 } root
        ? root
        : "/";

    public IReadOnlyDictionary<string, string> Environment { get; init; } = new Dictionary<string, string>();
}
