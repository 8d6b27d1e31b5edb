namespace MlOps.PrivateServer.Servers;

/// <summary>Turns what the file system says into an error that names the directory and a way out.</summary>
internal static class DirectoryFailure
{
    private static readonly string[] Causes =
        ["No space left on device", "Disk quota exceeded", "Permission denied", "Read-only file system"];

    public static async Task<T> ExplainAsync<T>(LocalHome home, Func<Task<T>> work)
    {
        try
        {
            return await work().ConfigureAwait(false);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new PrivateServerException(
                PrivateServerError.Directory,
                $"The private server's directory {home.Directory} cannot be used ({exception.Message.TrimEnd('.')}). {WayOut}",
                exception);
        }
    }

    /// <summary>What PostgreSQL's programs say, as an error of the directory if that is what they complain about.</summary>
    public static PrivateServerException FromProgram(string happened, string said, LocalHome home)
    {
        var isDirectory = Array.Exists(Causes, cause => said.Contains(cause, StringComparison.OrdinalIgnoreCase));
        return isDirectory
            ? new PrivateServerException(PrivateServerError.Directory, $"{happened} in {home.Directory}. {WayOut} It said:\n{said}")
            : new PrivateServerException(PrivateServerError.Server, $"{happened} in {home.Directory}. It said:\n{said}");
    }

    private const string WayOut =
        $"Make it writable and see that the disk has room, or set {LocalHome.Variable} to another directory.";
}
