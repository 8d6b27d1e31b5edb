namespace MlOps.Server.Rest;

/// <summary>Refuses a request of the dialect, in the form that its clients read.</summary>
/// <param name="status">The status of HTTP.</param>
/// <param name="code">A code of PostgREST (PGRST…) or of PostgreSQL.</param>
/// <param name="message">What is wrong, and what to do.</param>
/// <param name="hint">What PostgreSQL hints at, if it does.</param>
internal sealed class RestError(int status, string code, string message, string? hint = null) : Exception(message)
{
    public int Status { get; } = status;

    public string Code { get; } = code;

    public string? Hint { get; } = hint;
}
