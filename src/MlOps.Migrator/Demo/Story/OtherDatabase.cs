namespace MlOps.Migrator.Demo.Story;

/// <summary>What to do about a database in which the demo cannot go on.</summary>
internal static class OtherDatabase
{
    public static string Suggest(TenantDatabase database) => database.IsPrivate
        ? $"Delete it with '{Invocation.AsTyped()} local destroy', or name an empty database."
        : "Name an empty database.";
}
