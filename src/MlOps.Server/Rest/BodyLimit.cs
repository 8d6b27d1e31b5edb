using Microsoft.AspNetCore.Http.Metadata;

namespace MlOps.Server.Rest;

/// <summary>How many bytes a body may have, after it was unpacked.</summary>
internal sealed class BodyLimit(long bytes) : IRequestSizeLimitMetadata
{
    public long? MaxRequestBodySize { get; } = bytes;
}
