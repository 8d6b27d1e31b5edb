namespace MlOps.Server.Observing;

/// <summary>The names of the meters that the server shows.</summary>
internal static class MlOpsMeters
{
    /// <summary>That of the server itself.</summary>
    public const string Server = "MlOps.Server";

    /// <summary>How long requests take, and how many there are.</summary>
    public const string Requests = "Microsoft.AspNetCore.Hosting";
}
