namespace MlOps.PrivateServer.Processes;

/// <summary>What /proc says about a process.</summary>
internal static class LinuxProcess
{
    /// <summary>
    /// Whether it has ended, but its parent has not read the exit code: in a container without an init it stays for ever.
    /// </summary>
    public static bool IsZombie(int processId)
    {
        try
        {
            // The state follows the name, which is in parentheses and may contain parentheses.
            var text = File.ReadAllText($"/proc/{processId}/stat");
            return text[text.LastIndexOf(')') + 2] is 'Z' or 'X';
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // It is hidden from this user, or has just ended.
            return false;
        }
    }

    /// <summary>Null if it is hidden, or has just ended.</summary>
    public static async Task<string?> FindWorkingDirectoryAsync(int processId, CancellationToken cancellationToken)
    {
        var link = $"/proc/{processId}/cwd";
        try
        {
            return Directory.ResolveLinkTarget(link, returnFinalTarget: false)?.FullName;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return await AskServerUserAsync(link, cancellationToken).ConfigureAwait(false);
        }
    }

    // Root in a container may not look at the processes of other users, but these users can.
    private static async Task<string?> AskServerUserAsync(string link, CancellationToken cancellationToken)
    {
        if (ServerUser.ForThisProcess() is not { } serverUser)
            return null;

        var call = serverUser.Wrap(new ProgramCall("readlink", [link]));
        var result = await ProgramRunner.RunAsync(call, cancellationToken).ConfigureAwait(false);
        return result.Succeeded ? result.Output.TrimEnd('\n') : null;
    }
}
