using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Diagnostics.HealthChecks;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using MlOps.Domain.Tenancy;
using MlOps.Persistence;
using MlOps.Persistence.Ingestion.Writing;
using MlOps.Server.Access;
using MlOps.Server.Answering;
using MlOps.Server.Features;
using MlOps.Server.Items;
using MlOps.Server.Requests;

namespace MlOps.Server;

/// <summary>Builds the HTTP server.</summary>
public static class MlOpsServer
{
    /// <param name="options">How it listens, and how much it takes.</param>
    /// <param name="addMlOps">Adds the context of the application.</param>
    /// <param name="configureLogging">Says where the log goes.</param>
    public static WebApplication Create(
        ServerOptions options, Func<IServiceCollection, MlOpsBuilder> addMlOps, Action<ILoggingBuilder> configureLogging)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(addMlOps);
        ArgumentNullException.ThrowIfNull(configureLogging);
        var builder = WebApplication.CreateSlimBuilder();
        configureLogging(builder.Logging);
        builder.WebHost.UseUrls(options.Urls).ConfigureKestrel(kestrel => Limit(kestrel, options));
        AddServices(builder.Services, options, addMlOps(builder.Services));
        var app = builder.Build();
        // FailureHandler does all of it.
        app.UseExceptionHandler(_ => { });
        app.UseRequestDecompression();
        app.UseAuthentication();
        app.UseAuthorization();
        app.MapItems();
        app.MapHealthChecks("/health/live", new HealthCheckOptions { Predicate = _ => false }).AllowAnonymous();
        app.MapHealthChecks("/health/ready").AllowAnonymous();
        return app;
    }

    private static void AddServices(IServiceCollection services, ServerOptions options, MlOpsBuilder mlops)
    {
        services.AddSingleton(options);
        mlops.AddTenantWriters(writers =>
        {
            writers.MaxOpen = options.MaxTenants;
            writers.Writer.Capacity = options.Capacity;
            writers.Writer.FlushInterval = options.FlushInterval;
            writers.Writer.Durability = Durability.Journal;
            writers.Writer.JournalDirectory = options.JournalDirectory;
        });
        services.AddSingleton(mlops);
        services.AddSingleton(provider =>
        {
            using var scope = provider.CreateScope();
            using var context = mlops.CreateTenantContext(scope.ServiceProvider, Tenants.Default);
            return new ItemKinds(context.Model);
        });
        services.AddSingleton<FeatureSchemas>();
        services.AddScoped<TenantContexts>();
        services.AddScoped<ItemIntake>();
        services.AddScoped<ItemRequest>();
        services.AddExceptionHandler<FailureHandler>();
        services.AddRequestDecompression();
        // AddAuthentication would make keys for cookies in the home directory, which nothing here needs.
        services.AddAuthenticationCore(authentication => authentication.DefaultScheme = OpenAccessHandler.Name);
        services.AddWebEncoders();
        new AuthenticationBuilder(services)
            .AddScheme<AuthenticationSchemeOptions, OpenAccessHandler>(OpenAccessHandler.Name, _ => { });
        services.AddAuthorization(authorization => authorization.FallbackPolicy = authorization.DefaultPolicy);
    }

    private static void Limit(KestrelServerOptions kestrel, ServerOptions options)
    {
        kestrel.AddServerHeader = false;
        kestrel.Limits.MaxRequestBodySize = options.MaxBodyBytes;
        kestrel.Limits.MaxConcurrentConnections = options.MaxConnections;
    }
}
