using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using MlOps.Domain.Predictions;
using MlOps.Domain.Telemetry;
using MlOps.Domain.Tenancy;
using MlOps.Server.Items;

namespace MlOps.Server.Requests;

/// <summary>The addresses that take items.</summary>
internal static class ItemEndpoints
{
    public static void MapItems(this IEndpointRouteBuilder routes)
    {
        Map<Prediction>(routes, "/v1/predictions");
        Map<Label>(routes, "/v1/labels");
        Map<Feedback>(routes, "/v1/feedback");
        Map<ShadowScore>(routes, "/v1/shadow-scores");
        Map<LearningEvent>(routes, "/v1/events");
        Map<SystemMetric>(routes, "/v1/metrics");
        Map<PerformanceMetric>(routes, "/v1/performance-metrics");
    }

    private static void Map<T>(IEndpointRouteBuilder routes, string path) =>
        routes.MapPost(path, (HttpContext context, ItemKinds kinds, ItemRequest request) => request.HandleAsync(context, kinds.Of<T>()))
            .RequireAuthorization(nameof(AccessScopes.Write));
}
