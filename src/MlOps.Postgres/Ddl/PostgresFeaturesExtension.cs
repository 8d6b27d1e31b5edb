using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.EntityFrameworkCore.Metadata.Conventions.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Npgsql.EntityFrameworkCore.PostgreSQL.Infrastructure.Internal;

namespace MlOps.Postgres.Ddl;

/// <summary>Carries the options of the features, and puts their services in the place of Npgsql's.</summary>
internal sealed class PostgresFeaturesExtension(PostgresFeaturesOptions features) : IDbContextOptionsExtension
{
    public PostgresFeaturesOptions Features => features;

    public DbContextOptionsExtensionInfo Info => new ExtensionInfo(this);

    // A provider adds only what is not there yet, so that the order of UseNpgsql and UsePostgresFeatures does not matter.
    public void ApplyServices(IServiceCollection services)
    {
        new EntityFrameworkServicesBuilder(services).TryAdd<IConventionSetPlugin, PostgresConventionSetPlugin>();
        services.AddSingleton(features);
        services.Replace(ServiceDescriptor.Singleton<IRelationalAnnotationProvider, PostgresAnnotationProvider>());
        services.Replace(ServiceDescriptor.Singleton<IMigrationsAnnotationProvider, PostgresMigrationsAnnotationProvider>());
        services.Replace(ServiceDescriptor.Scoped<IMigrationsModelDiffer, PostgresModelDiffer>());
        services.Replace(ServiceDescriptor.Scoped<IMigrationsSqlGenerator, PostgresSqlGenerator>());
        services.Replace(ServiceDescriptor.Scoped<IHistoryRepository, PostgresHistoryRepository>());
    }

    public void Validate(IDbContextOptions options)
    {
        if (options.FindExtension<NpgsqlOptionsExtension>() is null)
            throw new InvalidOperationException(
                "UsePostgresFeatures works with PostgreSQL alone, but the context does not use it. Call UseNpgsql on the same options.");
    }

    private sealed class ExtensionInfo(PostgresFeaturesExtension extension) : DbContextOptionsExtensionInfo(extension)
    {
        public override bool IsDatabaseProvider => false;

        public override string LogFragment => "PostgresFeatures ";

        // The model holds names of the options, and is shared by all contexts with the same services.
        public override int GetServiceProviderHashCode() => extension.Features.GetHashCode();

        public override bool ShouldUseSameServiceProvider(DbContextOptionsExtensionInfo other) =>
            other is ExtensionInfo { Extension: PostgresFeaturesExtension same } && same.Features == extension.Features;

        public override void PopulateDebugInfo(IDictionary<string, string> debugInfo) =>
            debugInfo["PostgresFeatures"] = extension.Features.ToAnnotation();
    }
}
