using MlOps.Persistence.Tests.Renamed;
using MlOps.Testing;

namespace MlOps.Persistence.Tests.Clients;

/// <summary>psql runs tests/clients/inserts.sql.</summary>
[StandardNames("They are about the names of old.")]
public sealed class PsqlTests(TestDatabase database) : ClientTest(database)
{
    private protected override async Task RunAsync(PlainLogin login) => await ClientProgram.RunAsync(
        await ClientProgram.FindAsync("psql", ("psql", ["--version"])),
        login.Settings, "-q", "-v", "ON_ERROR_STOP=1", "-f", ClientProgram.PathOf("inserts.sql"));
}
