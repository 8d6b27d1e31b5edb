namespace MlOps.PrivateServer.Servers;

/// <summary>Turns an error of the file system into one that names the directory and says what to do.</summary>
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

    /// <summary>The error for the output of a program of PostgreSQL. It is one of the directory if the output names such a cause.</summary>
    public static PrivateServerException FromProgram(string happened, string said, LocalHome home)
    {
        var isDirectory = Array.Exists(Causes, cause => said.Contains(cause, StringComparison.OrdinalIgnoreCase));
        return isDirectory
            ? new PrivateServerException(
                PrivateServerError.Directory, $"{happened} in {home.Directory}. {WayOut} The program said:\n{said}")
            : new PrivateServerException(PrivateServerError.Server, $"{happened} in {home.Directory}. The program said:\n{said}");
    }

    private const string WayOut =
        $"Make it writable and check that the disk has room, or set {LocalHome.Variable} to another directory.";
}
