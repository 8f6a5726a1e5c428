using System.Runtime.CompilerServices;
using Amazon.Runtime;

namespace ControlPlane.Aws.Clients.Protocol;

/// <summary>Pages by a token. An empty page with a token is not the end (Organizations API, ListAccounts).</summary>
abstract class TokenPaginator<TRequest, TResponse>(
    TRequest request, Func<TRequest, CancellationToken, Task<TResponse>> call, Func<TResponse, string?> next, Action<TRequest, string?> set)
    : IPaginator<TResponse>
    where TRequest : AmazonWebServiceRequest
{
    int _used;

    public IPaginatedEnumerable<TResponse> Responses => new PaginatedResponse<TResponse>(this);

    protected IPaginatedEnumerable<TItem> Items<TItem>(Func<TResponse, List<TItem>?> items)
        => new PaginatedResultKeyResponse<TResponse, TItem>(this, response => items(response) ?? []);

    async IAsyncEnumerable<TResponse> IPaginator<TResponse>.PaginateAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        if (Interlocked.Exchange(ref _used, 1) != 0)
        {
            throw new InvalidOperationException("This paginator has been read. Make a new one.");
        }

        PaginatorUtils.SetUserAgentAdditionOnRequest(request);
        string? token = null;
        do
        {
            if (token is not null)
            {
                set(request, token);
            }

            cancellationToken.ThrowIfCancellationRequested();
            var response = await call(request, cancellationToken);
            token = next(response);
            yield return response;
        }
        while (!string.IsNullOrEmpty(token));
    }
}
