using Microsoft.EntityFrameworkCore;
using MlOps.Domain.Predictions;
using MlOps.Domain.Registry;

namespace MlOps.Persistence.Configurations.Clients;

/// <summary>
/// What takes INSERTs as they were written for older schemas, from clients in any language: a view with the name of a table that cannot
/// take them itself. These views have a schema of their own, which a client puts before that of the tables.
/// </summary>
internal static class ClientsModel
{
    public static void Apply(ModelBuilder modelBuilder)
    {
        var schema = ClientSchema.Of(modelBuilder);
        var services = modelBuilder.Model.GetEntityTypes()
            .Where(type => type.BaseType?.ClrType == typeof(Prediction) && type.ClrType.Assembly == typeof(Prediction).Assembly)
            .Select(type => type.ClrType)
            .OrderBy(type => type.Name, StringComparer.Ordinal).ToList();
        foreach (var entity in (Type[])[typeof(Model), typeof(ModelVersion), typeof(Prediction), .. services])
            schema.AddStored(entity);

        ModelClients.Apply(schema);
        VersionClients.Apply(schema);
        PredictionClients.Apply(schema);
        services.ForEach(service => ServiceClients.Apply(schema, service));
        OldTableClients.Apply(schema);
    }
}
