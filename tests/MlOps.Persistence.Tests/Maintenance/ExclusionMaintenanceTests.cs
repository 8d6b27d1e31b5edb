using MlOps.Domain.Tenancy;
using MlOps.Persistence.Maintenance;
using MlOps.Persistence.Tests.Renamed;
using MlOps.Persistence.Tests.Tenancy;
using MlOps.Testing;

namespace MlOps.Persistence.Tests.Maintenance;

/// <summary>Constraints against overlapping periods, where the extension that they need comes later.</summary>
[StandardNames("It runs the migrations of the library.")]
public sealed class ExclusionMaintenanceTests(TestServer server)
{
    private const string Name = "ex_ml_serving_periods_no_overlaps";

    private static readonly DateTimeOffset Start = new(2031, 1, 15, 0, 0, 0, TimeSpan.Zero);

    [Fact]
    public async Task An_upgrade_does_without_the_extension_and_the_next_one_adds_what_was_left_out()
    {
        await using var owner = await PlainOwner.CreateAsync(server);
        // Who does not own the database cannot install the extension.
        await owner.AsAdministratorAsync(
            $"""
            DO $$ BEGIN EXECUTE format('ALTER DATABASE %I OWNER TO CURRENT_USER', current_database()); END $$;
            GRANT CREATE, USAGE ON SCHEMA public TO {owner.Name};
            CREATE SCHEMA mlops_clients AUTHORIZATION {owner.Name};
            """);
        Assert.Empty(await UpgradeAsync(owner));
        Assert.Equal(0L, await CountAsync(owner));
        Assert.Empty(await UpgradeAsync(owner));

        await owner.AsAdministratorAsync("CREATE EXTENSION btree_gist");
        Assert.Equal([Name], await UpgradeAsync(owner));
        Assert.Equal(1L, await CountAsync(owner));
        Assert.Empty(await UpgradeAsync(owner));
    }

    [Fact]
    public async Task Who_owns_the_database_installs_the_extension()
    {
        await using var owner = await PlainOwner.CreateAsync(server);
        Assert.Empty(await UpgradeAsync(owner)); // the migration has made it
        Assert.Equal(1L, await CountAsync(owner));
    }

    private static async Task<IReadOnlyList<string>> UpgradeAsync(PlainOwner owner)
    {
        await using var context = TenantContexts.Create(owner.DataSource, Tenants.Default);
        return (await new SchemaUpgrade(context).RunAsync(Start, Start)).Exclusions;
    }

    private static Task<long> CountAsync(PlainOwner owner) =>
        owner.ScalarAsync<long>($"SELECT count(*) FROM pg_constraint WHERE conname = '{Name}'");
}
