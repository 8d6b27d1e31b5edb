using MlOps.Persistence.Tests.Renamed;
using MlOps.Testing;

namespace MlOps.Persistence.Tests.Clients;

/// <summary>Python runs tests/clients/inserts.py.</summary>
[StandardNames("They are about the names of old.")]
public sealed class PsycopgTests(TestDatabase database) : ClientTest(database)
{
    private static readonly string[] Import = ["-c", "import psycopg2"];

    private protected override async Task RunAsync(PlainLogin login) => await ClientProgram.RunAsync(
        await ClientProgram.FindAsync("Python with psycopg2", ("python3", Import), ("/usr/bin/python3", Import)),
        login.Settings, ClientProgram.PathOf("inserts.py"));
}
