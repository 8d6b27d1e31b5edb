using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Diagnostics.HealthChecks;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using MlOps.Domain.Tenancy;
using MlOps.Persistence;
using MlOps.Persistence.Alerts;
using MlOps.Persistence.Ingestion.Writing;
using MlOps.Server.Access;
using MlOps.Server.Answering;
using MlOps.Server.Features;
using MlOps.Server.Items;
using MlOps.Server.Observing;
using MlOps.Server.Requests;
using MlOps.Server.Rest;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;

namespace MlOps.Server;

/// <summary>Builds the HTTP server.</summary>
public static class MlOpsServer
{
    // OpenTelemetry reads where to send from this and its other variables.
    private const string OtlpVariable = "OTEL_EXPORTER_OTLP_ENDPOINT";

    /// <param name="options">How it listens, and how much it takes.</param>
    /// <param name="addMlOps">Adds the context of the application.</param>
    /// <param name="configureLogging">Says where the log goes.</param>
    public static WebApplication Create(
        ServerOptions options, Func<IServiceCollection, MlOpsBuilder> addMlOps, Action<ILoggingBuilder> configureLogging)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(addMlOps);
        ArgumentNullException.ThrowIfNull(configureLogging);
        if (options.IsOpenToOthers)
        {
            throw new MlOpsException(
                MlOpsError.Configuration,
                $"The server would listen to other machines at {options.Urls}, and take each of them for the default tenant. Require " +
                "tokens, or listen on 127.0.0.1 alone.");
        }

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
        app.UseRateLimiter();
        app.MapItems();
        app.MapRest();
        app.MapPrometheusScrapingEndpoint("/metrics").RequireAuthorization(nameof(AccessScopes.Admin));
        app.MapHealthChecks("/health/live", new HealthCheckOptions { Predicate = _ => false }).AllowAnonymous();
        app.MapHealthChecks("/health/ready").AllowAnonymous();
        app.MapFallback(Answers.NotFoundAsync).AllowAnonymous();
        return app;
    }

    private static void AddServices(IServiceCollection services, ServerOptions options, MlOpsBuilder mlops)
    {
        services.AddSingleton(options);
        services.AddHostedService<ListeningGuard>();
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
        services.AddSingleton<FeatureLookup>();
        services.AddSingleton<CallerIds>();
        services.AddSingleton<RestRows>();
        services.AddScoped<RestInsert>();
        services.AddSingleton<RestUpdate>();
        services.AddSingleton<ItemMeter>();
        services.AddSingleton<DatabaseMeter>();
        services.AddSingleton<RuleMeter>();
        services.AddHostedService<DatabaseObserver>();
        services.AddOpenTelemetry().ConfigureResource(resource => resource.AddService("mlops")).WithMetrics(Measure);
        services.AddScoped<TenantContexts>();
        services.AddScoped<ItemIntake>();
        services.AddScoped<ItemRequest>();
        services.AddExceptionHandler<FailureHandler>();
        services.AddRequestDecompression();
        services.AddRateLimiter(limiter => RequestRate.Limit(limiter, options));
        // AddAuthentication would make keys for cookies in the home directory, which nothing here needs.
        services.AddAuthenticationCore(authentication => authentication.DefaultScheme = TokenHandler.Name);
        services.AddWebEncoders();
        new AuthenticationBuilder(services)
            .AddScheme<AuthenticationSchemeOptions, TokenHandler>(TokenHandler.Name, _ => { });
        services.AddSingleton<KnownTokens>();
        services.AddAuthorization(authorization =>
        {
            // What forgets to say which scope it needs is closed.
            authorization.FallbackPolicy = new AuthorizationPolicyBuilder().RequireAssertion(_ => false).Build();
            foreach (var scope in Enum.GetNames<AccessScopes>())
                authorization.AddPolicy(scope, policy => policy.RequireClaim(CallerExtensions.ScopeClaim, scope));
        });
    }

    private static void Limit(KestrelServerOptions kestrel, ServerOptions options)
    {
        kestrel.AddServerHeader = false;
        kestrel.Limits.MaxRequestBodySize = options.MaxBodyBytes;
        kestrel.Limits.MaxConcurrentConnections = options.MaxConnections;
    }

    private static void Measure(MeterProviderBuilder metrics)
    {
        metrics.AddMeter(WriterMeter.Name, MlOpsMeters.Server, MlOpsMeters.Requests).AddPrometheusExporter();
        if (Environment.GetEnvironmentVariable(OtlpVariable) is { Length: > 0 })
            metrics.AddOtlpExporter();
    }
}
