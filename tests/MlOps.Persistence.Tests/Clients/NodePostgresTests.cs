using MlOps.Persistence.Tests.Renamed;
using MlOps.Testing;

namespace MlOps.Persistence.Tests.Clients;

/// <summary>Node.js runs tests/clients/inserts.mjs.</summary>
[StandardNames("They are about the names of old.")]
public sealed class NodePostgresTests(TestDatabase database) : ClientTest(database)
{
    private protected override async Task RunAsync(PlainLogin login) => await ClientProgram.RunAsync(
        await ClientProgram.FindAsync("Node.js with pg", ("node", ["-e", $"require('{ClientProgram.PathOf("node_modules/pg")}')"])),
        login.Settings, ClientProgram.PathOf("inserts.mjs"));
}
