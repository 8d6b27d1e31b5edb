using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using MlOps.Domain.Registry;
using MlOps.Persistence.Repositories.Registry;
using MlOps.Testing;

namespace MlOps.Persistence.Tests.Hosting;

public class TenantOfScopeTests(TestDatabase database) : DatabaseTest(database)
{
    private static readonly Guid Acme = new("0195a000-0000-7000-8000-0000000000a1");
    private static readonly Guid Other = new("0195a000-0000-7000-8000-0000000000b2");

    [Fact]
    public async Task Each_scope_reads_and_writes_the_rows_of_its_tenant()
    {
        using var host = Build();
        foreach (var tenant in (Guid[])[Acme, Other])
        {
            await using var scope = OpenScope(host, tenant);
            var context = scope.ServiceProvider.GetRequiredService<MlOpsDbContext>();
            context.Models.Add(Model.Register("credit-risk", "classification", "onnx", Sample.Noon));
            await context.SaveChangesAsync();
        }

        await using var second = OpenScope(host, Other);
        var model = await second.ServiceProvider.GetRequiredService<ModelRepository>().GetAsync("credit-risk");
        Assert.Equal(Other, model.TenantId);
        Assert.Equal(2, await Database.CountAsync("ml_models"));
    }

    [Fact]
    public async Task A_scope_without_a_tenant_reads_nothing()
    {
        using var host = Build();
        await using var scope = OpenScope(host, null);
        var error = await Assert.ThrowsAsync<InvalidOperationException>(
            () => scope.ServiceProvider.GetRequiredService<MlOpsDbContext>().Models.CountAsync());
        Assert.Contains("With FindTenant, return a tenant", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_writer_which_has_one_tenant_is_refused()
    {
        using var host = Build(services => services.AddMlOps().AddPredictionWriter());
        var error = await Assert.ThrowsAsync<OptionsValidationException>(() => host.StartAsync());
        Assert.Contains("A prediction writer has one tenant", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_factory_which_knows_no_scope_refuses_to_guess()
    {
        using var host = Build(services => services.AddDbContextFactory<MlOpsDbContext>());
        await using var context = await host.Services.GetRequiredService<IDbContextFactory<MlOpsDbContext>>().CreateDbContextAsync();
        var error = await Assert.ThrowsAsync<InvalidOperationException>(() => context.Models.CountAsync());
        Assert.Contains("has no tenant", error.Message, StringComparison.Ordinal);
    }

    private IHost Build(Action<IServiceCollection>? configure = null)
    {
        var builder = Host.CreateEmptyApplicationBuilder(null);
        builder.Services.AddScoped<CurrentUser>();
        builder.Services.AddMlOps(options =>
        {
            options.ConnectionString = Database.ConnectionString;
            options.FindTenant = scope => scope.GetRequiredService<CurrentUser>().TenantId;
        });
        configure?.Invoke(builder.Services);
        return builder.Build();
    }

    private static AsyncServiceScope OpenScope(IHost host, Guid? tenant)
    {
        var scope = host.Services.CreateAsyncScope();
        scope.ServiceProvider.GetRequiredService<CurrentUser>().TenantId = tenant;
        return scope;
    }

    private sealed class CurrentUser
    {
        public Guid? TenantId { get; set; }
    }
}
