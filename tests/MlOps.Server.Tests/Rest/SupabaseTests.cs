using Microsoft.EntityFrameworkCore;
using MlOps.Domain.Predictions;
using MlOps.Domain.Tenancy;
using MlOps.Persistence.Tests.Clients;
using MlOps.Testing;

namespace MlOps.Server.Tests.Rest;

/// <summary>The client of Supabase writes and reads as it did there: tests/clients/supabase.mjs with another address.</summary>
public class SupabaseTests(TestDatabase database) : ServerTest(database)
{
    private const int Count = 200;

    [Theory, InlineData(false), InlineData(true)]
    public async Task A_writer_keeps_its_code_and_changes_its_address(bool isOtherTenant)
    {
        var package = ClientProgram.PathOf("node_modules/@supabase/supabase-js");
        var node = await ClientProgram.FindAsync("Node.js with the client of Supabase", ("node", ["-e", $"require('{package}')"]));
        var tenant = isOtherTenant ? Guid.CreateVersion7() : Tenants.Default;
        var token = await CreateTokenAsync(tenant, AccessScopes.Read | AccessScopes.Write | AccessScopes.Decide);
        await using var server = await StartAsync(options => options.RequiresTokens = true);
        var output = await ClientProgram.ReadAsync(node, ClientProgram.PathOf("supabase.mjs"), server.Address, token, $"{Count}");
        Assert.Equal(
            """{"first":true,"label":1,"second":0.495,"service":"p-1","returned":"string","framework":"c","refused":"42703"}""",
            output.Trim());

        await server.FlushAsync();
        await using var context = Database.CreateContext(tenant);
        Assert.Equal(Count, await context.Predictions.CountAsync());
        Assert.Equal(Count, await context.Feedback.CountAsync());
        Assert.Equal((Count / 2) + 1, await context.Predictions.CountAsync(prediction => prediction.ActualValue != null));
        var service = Assert.Single(await context.Predictions.OfType<CodeRoachPrediction>().ToListAsync());
        Assert.Equal(("src/a.js", 2.0 / Count), (service.FilePath, service.PredictedValue));
        Assert.Equal(1, await context.PerformanceMetrics.CountAsync());
        await Database.AssertNoDeadLettersAsync();
    }
}
