using MlOps.Testing;

namespace MlOps.Persistence.Tests.TestKit;

/// <summary>A server of one test, for what all databases of a server have in common.</summary>
internal sealed class SeparateServer(IEnumerable<KeyValuePair<string, string>> settings)
    : TestServer(settings.Append(new("fsync", "off")).ToDictionary())
{
    /// <summary>One that counts statements, once a database has the extension for it.</summary>
    public static SeparateServer ThatCountsStatements() => new([new("shared_preload_libraries", "pg_stat_statements")]);
}
