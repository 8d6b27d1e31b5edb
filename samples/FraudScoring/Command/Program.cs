using MlOps.Migrator;
using Shop;

return await MlOpsCommand.RunAsync<ShopContext>(args);
