using MlOps.Domain.Tenancy;
using MlOps.Persistence.Maintenance;
using MlOps.Persistence.Tests.Renamed;
using MlOps.Testing;

namespace MlOps.Persistence.Tests.Maintenance;

/// <summary>The chain of a database whose owner is not a superuser, and is under the policies itself.</summary>
[StandardNames("It runs the migrations of the library.")]
public sealed class OwnedChainTests(TestServer server)
{
    private static readonly Guid Other = new("0195a000-0000-7000-8000-00000000000b");

    [Fact]
    public async Task An_application_writes_the_chain_of_its_tenant_and_a_dashboard_verifies_it()
    {
        await using var owner = await PlainOwner.CreateAsync(server);
        await using (var context = server.CreateContext(owner.DataSource))
            await new SchemaUpgrade(context).RunAsync();

        foreach (var tenant in (Guid[])[Tenants.Default, Other, Other])
            await owner.ScalarAsync<Guid>(Insert(tenant), "mlops_app", tenant);

        Assert.Equal("churn 1 ok", await owner.ScalarAsync<string>(Verify, "mlops_reader", Tenants.Default));
        Assert.Equal("churn 2 ok", await owner.ScalarAsync<string>(Verify, "mlops_reader", Other));
        Assert.Equal("churn 2 ok", await owner.ScalarAsync<string>(Verify, tenant: Other));
    }

    private const string Verify =
        "SELECT string_agg(concat_ws(' ', chain, length, coalesce(fault, 'ok')), ', ') FROM mlops_verify_chains()";

    private static string Insert(Guid tenant) =>
        $"""
        INSERT INTO retraining_decisions (tenant_id, id, created_at, timestamp, trigger_reason, action, model_name, rejection_reasons)
        VALUES ('{tenant}', gen_random_uuid(), now(), now(), 'manual', 'promote', 'churn', ARRAY[]::text[]) RETURNING id
        """;
}
