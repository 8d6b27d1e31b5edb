using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using MlOps.Persistence.Events;
using MlOps.Persistence.Maintenance;
using MlOps.Persistence.Maintenance.Archives;
using MlOps.Persistence.Maintenance.Retention;
using MlOps.Persistence.Maintenance.Slices;
using MlOps.Persistence.Maintenance.Verify;
using MlOps.Persistence.Operations;
using MlOps.Persistence.Repositories.Registry;
using MlOps.Persistence.Tenancy;
using MlOps.Persistence.Tests.Mapping;
using Npgsql;

namespace MlOps.Persistence.Tests.Hosting;

/// <summary>What is decided before anything is asked of a server.</summary>
public class AddMlOpsTests
{
    private const string Secret = "s3cr3t-hunter2";
    private const string Connection = $"Host=db.invalid;Database=d;Username=u;Password={Secret}";

    public static TheoryData<string> Keys => ["ConnectionStrings:MlOps", "MLOPS_CONNECTION"];

    [Theory, MemberData(nameof(Keys))]
    public async Task The_connection_comes_from_the_configuration(string key)
    {
        using var host = Build(new() { [key] = Connection });
        await using var scope = host.Services.CreateAsyncScope();
        var database = scope.ServiceProvider.GetRequiredService<MlOpsDbContext>().Database.GetDbConnection();
        Assert.Equal(("d", "tcp://db.invalid:5432"), (database.Database, database.DataSource));
    }

    [Fact]
    public async Task The_connection_comes_from_the_postgres_variables()
    {
        using var host = Build(new() { ["POSTGRES_HOST"] = "db.invalid", ["POSTGRES_PASSWORD"] = Secret });
        await using var scope = host.Services.CreateAsyncScope();
        Assert.Equal("mlops", scope.ServiceProvider.GetRequiredService<MlOpsDbContext>().Database.GetDbConnection().Database);
    }

    [Fact]
    public async Task What_the_code_says_wins()
    {
        using var host = Build(
            new() { ["MLOPS_CONNECTION"] = "Host=other;Database=o" },
            services => services.AddMlOps(options => options.ConnectionString = "postgres://u:p@db.invalid/mine"));
        await using var scope = host.Services.CreateAsyncScope();
        Assert.Equal("mine", scope.ServiceProvider.GetRequiredService<MlOpsDbContext>().Database.GetDbConnection().Database);
    }

    [Fact]
    public async Task Without_a_connection_the_application_does_not_start_and_says_what_to_set()
    {
        using var host = Build([]);
        var error = await Assert.ThrowsAsync<OptionsValidationException>(() => host.StartAsync());
        Assert.Contains("ConnectionStrings:MlOps", error.Message, StringComparison.Ordinal);
        Assert.Contains("MLOPS_CONNECTION", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData($"Password={Secret}")]
    [InlineData($"Host=h;Password={Secret};Nonsense=1")]
    [InlineData($"postgres://u:{Secret}@[bad")]
    [InlineData($"Host=h;Port=abc;Password={Secret}")]
    [InlineData($"{Secret}")]
    public async Task A_malformed_connection_stops_the_start_without_telling_the_password(string connection)
    {
        foreach (var key in (string[])["ConnectionStrings:MlOps", "MLOPS_CONNECTION"])
        {
            using var configured = Build(new() { [key] = connection });
            var fault = await Assert.ThrowsAsync<MlOpsException>(() => configured.StartAsync());
            Assert.Equal(MlOpsError.Configuration, fault.Error);
            Assert.Contains($"The connection string of {key} cannot be used", fault.Message, StringComparison.Ordinal);
            Assert.DoesNotContain(Secret, fault.ToString(), StringComparison.Ordinal);
        }

        using var coded = Build([], services => services.AddMlOps(options => options.ConnectionString = connection));
        var error = await Assert.ThrowsAsync<OptionsValidationException>(() => coded.StartAsync());
        Assert.Contains("MlOpsOptions.ConnectionString cannot be used", error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain(Secret, error.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_empty_tenant_stops_the_start()
    {
        using var host = Build(
            new() { ["MLOPS_CONNECTION"] = Connection }, services => services.AddMlOps(options => options.TenantId = Guid.Empty));
        var error = await Assert.ThrowsAsync<OptionsValidationException>(() => host.StartAsync());
        Assert.Contains("TenantId is the empty id", error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain(Secret, error.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Every_repository_is_there_on_a_context_of_the_application()
    {
        var tenant = Guid.CreateVersion7();
        using var host = Build(
            new() { ["MLOPS_CONNECTION"] = Connection },
            services => services.AddMlOps<TranslatorContext>(options => options.TenantId = tenant));
        await using var scope = host.Services.CreateAsyncScope();
        var context = scope.ServiceProvider.GetRequiredService<TranslatorContext>();
        Assert.Same(context, scope.ServiceProvider.GetRequiredService<MlOpsDbContext>());
        Assert.Equal(tenant, context.TenantId);
        var repositories = typeof(ModelRepository).Assembly.GetExportedTypes()
            .Where(type => type.Name.EndsWith("Repository", StringComparison.Ordinal));
        Assert.Equal(40, repositories.Select(scope.ServiceProvider.GetRequiredService).Distinct().Count());
    }

    [Theory]
    [InlineData(typeof(SchemaUpgrade))]
    [InlineData(typeof(SliceMaintenance))]
    [InlineData(typeof(IndexMaintenance))]
    [InlineData(typeof(KeyMaintenance))]
    [InlineData(typeof(ViewRefresh))]
    [InlineData(typeof(SliceReader))]
    [InlineData(typeof(SliceArchive))]
    [InlineData(typeof(RetentionRun))]
    [InlineData(typeof(SchemaVerification))]
    [InlineData(typeof(StatusReader))]
    public async Task Each_kind_of_maintenance_is_there_once_a_scope(Type maintenance)
    {
        using var host = Build(
            new() { ["MLOPS_CONNECTION"] = Connection }, services => services.AddMlOps<TranslatorContext>());
        await using var scope = host.Services.CreateAsyncScope();
        var first = scope.ServiceProvider.GetRequiredService(maintenance);
        Assert.Same(first, scope.ServiceProvider.GetRequiredService(maintenance));
        await using var other = host.Services.CreateAsyncScope();
        Assert.NotSame(first, other.ServiceProvider.GetRequiredService(maintenance));
    }

    [Fact]
    public void The_applications_own_data_source_stays_its_own()
    {
        using var own = NpgsqlDataSource.Create("Host=own.invalid");
        using var host = Build(
            new() { ["MLOPS_CONNECTION"] = Connection }, services => services.AddSingleton(own).AddMlOps());
        Assert.Same(own, host.Services.GetRequiredService<NpgsqlDataSource>());
        using var without = Build(new() { ["MLOPS_CONNECTION"] = Connection });
        Assert.Null(without.Services.GetService<NpgsqlDataSource>());
    }

    [Fact]
    public async Task A_second_call_adds_to_the_options_and_registers_nothing_twice()
    {
        using var host = Build(new() { ["MLOPS_CONNECTION"] = Connection }, services =>
        {
            services.AddMlOps(options => options.RecordLearningEvents = true);
            services.AddMlOps(options => options.TenantScope = TenantScope.Transaction);
        });
        await using var scope = host.Services.CreateAsyncScope();
        var extensions = scope.ServiceProvider.GetRequiredService<DbContextOptions<MlOpsDbContext>>();
        Assert.Single(extensions.FindExtension<CoreOptionsExtension>()!.Interceptors!.OfType<LearningEventInterceptor>());
        Assert.Equal(TenantScope.Transaction, extensions.FindExtension<MlOpsOptionsExtension>()!.TenantScope);
    }

    [Theory, InlineData(true), InlineData(false)]
    public async Task A_factory_works_beside_it(bool pooled)
    {
        var tenant = Guid.CreateVersion7();
        using var host = Build(new() { ["MLOPS_CONNECTION"] = Connection }, services =>
        {
            services.AddMlOps<TranslatorContext>(options => options.TenantId = tenant);
            if (pooled)
                services.AddPooledDbContextFactory<TranslatorContext>(_ => { });
            else
                services.AddDbContextFactory<TranslatorContext>();
        });
        await using var context = await host.Services.GetRequiredService<IDbContextFactory<TranslatorContext>>().CreateDbContextAsync();
        Assert.Equal((tenant, "d"), (context.TenantId, context.Database.GetDbConnection().Database));
        await using var scope = host.Services.CreateAsyncScope();
        Assert.Equal(tenant, scope.ServiceProvider.GetRequiredService<MlOpsDbContext>().TenantId);
    }

    [Fact]
    public async Task A_pool_that_is_added_before_it_serves_the_contexts()
    {
        using var host = Build(new() { ["MLOPS_CONNECTION"] = Connection }, services =>
        {
            services.AddDbContextPool<TranslatorContext>(_ => { });
            services.AddMlOps<TranslatorContext>();
        });
        var contexts = new List<MlOpsDbContext>();
        for (var round = 0; round < 2; round++)
        {
            await using var scope = host.Services.CreateAsyncScope();
            contexts.Add(scope.ServiceProvider.GetRequiredService<MlOpsDbContext>());
            Assert.Equal("d", contexts[^1].Database.GetDbConnection().Database);
        }

        Assert.Same(contexts[0], contexts[1]);
    }

    [Fact]
    public async Task The_provider_and_the_connections_take_more_settings()
    {
        using var host = Build(new() { ["MLOPS_CONNECTION"] = Connection }, services => services.AddMlOps(options =>
        {
            options.ConfigureNpgsql = npgsql => npgsql.CommandTimeout(77);
            options.ConfigureDataSource = source => source.ConnectionStringBuilder.ApplicationName = "shop";
        }));
        await using var scope = host.Services.CreateAsyncScope();
        var database = scope.ServiceProvider.GetRequiredService<MlOpsDbContext>().Database;
        Assert.Equal(77, database.GetCommandTimeout());
        Assert.Contains("Application Name=shop", database.GetDbConnection().ConnectionString, StringComparison.Ordinal);
    }

    internal static IHost Build(Dictionary<string, string?> configuration, Action<IServiceCollection>? add = null)
    {
        // No environment variable and no file of the machine takes part.
        var builder = Host.CreateEmptyApplicationBuilder(null);
        builder.Configuration.AddInMemoryCollection(configuration);
        (add ?? (services => services.AddMlOps()))(builder.Services);
        // As in development.
        builder.ConfigureContainer(new DefaultServiceProviderFactory(new() { ValidateScopes = true, ValidateOnBuild = true }));
        return builder.Build();
    }
}
