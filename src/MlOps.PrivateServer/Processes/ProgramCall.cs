namespace MlOps.PrivateServer.Processes;

/// <summary>A program to run. It gets its arguments as they are, without a shell.</summary>
internal sealed record ProgramCall(string Program, IReadOnlyList<string> Arguments)
{
    /// <summary>By default the root of the file system, which every user can enter.</summary>
    public string WorkingDirectory { get; init; } = Path.GetPathRoot(System.Environment.SystemDirectory) is { Length: > 0 } root
        ? root
        : "/";

    public IReadOnlyDictionary<string, string> Environment { get; init; } = new Dictionary<string, string>();
}
