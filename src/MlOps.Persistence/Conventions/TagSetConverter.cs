using Microsoft.EntityFrameworkCore.Storage.ValueConversion;
using MlOps.Domain;

namespace MlOps.Persistence.Conventions;

/// <summary>Stores tags as an object of texts.</summary>
public sealed class TagSetConverter() : ValueConverter<TagSet, string>(
    tags => Document.Write(tags), text => new TagSet(Document.Read<Dictionary<string, string>>(text)));
