namespace MlOps.PrivateServer.Processes;

/// <summary>The exit code and the output of a program.</summary>
internal sealed record ProgramResult(int ExitCode, string Output, string Error)
{
    public bool Succeeded => ExitCode == 0;

    public string LastLines(int count) => LastLinesOf($"{Output}\n{Error}", count);

    public static string LastLinesOf(string text, int count)
    {
        var lines = text.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        return string.Join(Environment.NewLine, lines.TakeLast(count));
    }
}
