namespace MlOps.Postgres;

/// <summary>What the features need of the server.</summary>
public static class ServerVersion
{
    /// <summary>The oldest major version that the features work with: it brought views that are security_invoker.</summary>
    public const int Oldest = 15;
}
