import type { DescMessage, DescMethod, DescMethodStreaming, DescMethodUnary, DescService, MessageInitShape, MessageShape } from '@bufbuild/protobuf';
import { fieldMask } from './masks.js';
import type { CallOptions, ControlPlane } from './connection.js';
import { isRefusal } from './errors.js';
import { ChangeType } from './gen/controlplane/v1/common_pb.js';
import { paged, type Page } from './paging.js';
import { follow, type Change, type WatchOptions } from './watch.js';

/** Which resources to list, and how. */
export interface ListQuery {
  /** The parent's name, such as `teams/Team1`; `-` in place of an id means all of them. All unless set. */
  readonly parent?: string;
  /** Which ones, by AIP-160; all unless set. */
  readonly filter?: string;
  /** Their order, such as `update_time desc`; by name unless set. */
  readonly orderBy?: string;
  /** How many come with one call, 1 to 1000; 500 unless set. */
  readonly pageSize?: number;
}

/** How something is written. */
export interface WriteOptions extends CallOptions {
  /** Checks everything, answers as if it were done, and changes nothing. */
  readonly validateOnly?: boolean;
  /** A UUID that makes a repeated request answer as the first did; a new one for each call unless set. */
  readonly requestId?: string;
}

/** How something is created. */
export interface CreateOptions extends WriteOptions {
  /** The parent's name; taken from the resource's name unless set. */
  readonly parent?: string;
}

/** How something is changed. */
export interface UpdateOptions extends WriteOptions {
  /** The fields to change, as the resource or as the proto spells them; all unless set. */
  readonly mask?: readonly string[];
  /** Creates it when it is not there. */
  readonly allowMissing?: boolean;
}

/** How something is deleted. */
export interface DeleteOptions extends WriteOptions {
  /** Deletes only when it still is what the caller read; anything unless set. */
  readonly etag?: string;
  /** Succeeds also when it is not there. */
  readonly allowMissing?: boolean;
}

/** A resource name of one kind: a literal must fit the pattern, a string that came from elsewhere is taken as it is. */
export type Named<N extends string, S extends string> = S & (string extends S ? S : N);

/** What is known of a kind of resource. */
export interface Kind<D extends DescMessage> {
  readonly service: DescService;
  readonly schema: D;
  readonly plural: string;
  /** The parent that stands for all parents; empty for what has none. */
  readonly anyParent: string;
}

type Fields = Record<string, unknown>;

/** Reads of a kind of resource. Each throws `ControlPlaneError` with the server's reason. */
export class ReadableResources<D extends DescMessage, N extends string> {
  /** Whom it calls. */
  protected readonly controlPlane: ControlPlane;
  /** What it is about. */
  protected readonly kind: Kind<D>;

  /** @internal */
  constructor(controlPlane: ControlPlane, kind: Kind<D>) {
    this.controlPlane = controlPlane;
    this.kind = kind;
  }

  /**
   * Reads one.
   *
   * @param name Its name.
   * @param options How.
   * @throws {@link ControlPlaneError} `RESOURCE_NOT_FOUND`: it is not there, or not the caller's to see.
   */
  get<S extends string>(name: Named<N, S>, options?: CallOptions): Promise<MessageShape<D>> {
    return this.call(`Get${this.kind.schema.name}`, { name }, options) as Promise<MessageShape<D>>;
  }

  /**
   * Reads one; undefined when it is not there.
   *
   * @param name Its name.
   * @param options How.
   */
  async find<S extends string>(name: Named<N, S>, options?: CallOptions): Promise<MessageShape<D> | undefined> {
    try {
      return await this.get(name, options);
    } catch (e) {
      if (isRefusal(e) && e.kind === 'not-found') {
        return undefined;
      }

      throw e;
    }
  }

  /**
   * Lists all that match, a page at a time and no page before it is needed.
   *
   * @param query Which ones.
   * @param options How.
   */
  list(query: ListQuery = {}, options?: CallOptions): AsyncGenerator<MessageShape<D>, void, undefined> {
    return paged(token => this.page(token, query, options));
  }

  /**
   * One page, for those who page by themselves.
   *
   * @param pageToken The token of the page; empty for the first.
   * @param query Which ones.
   * @param options How.
   */
  async page(pageToken: string, query: ListQuery = {}, options?: CallOptions): Promise<Page<MessageShape<D>>> {
    const answer = await this.call(`List${this.kind.plural}`, {
      parent: query.parent ?? this.kind.anyParent, filter: query.filter ?? '', orderBy: query.orderBy ?? '', pageSize: query.pageSize ?? 500, pageToken,
    }, options);
    return { items: answer[lower(this.kind.plural)] as MessageShape<D>[], nextPageToken: answer.nextPageToken as string };
  }

  /** Calls a method of the service by its name. */
  protected async call(method: string, input: Fields, options: CallOptions = {}): Promise<Fields> {
    const desc = methodOf(this.kind.service, method) as DescMethodUnary;
    const answer = await this.controlPlane.transport.unary(
      desc, options.signal, options.timeoutMs, options.headers, input as MessageInitShape<DescMessage>);
    return answer.message as unknown as Fields;
  }
}

/** Reads and watches of a kind of resource. */
export class WatchableResources<D extends DescMessage, N extends string> extends ReadableResources<D, N> {
  /**
   * Tells what is there and then every change, until its signal ends it or the loop is left. A broken connection is mended by itself.
   *
   * @param query Which ones; order and page size mean nothing here.
   * @param options How.
   */
  watch(query: ListQuery = {}, options: WatchOptions = {}): AsyncGenerator<Change<MessageShape<D>>, void, undefined> {
    return follow(this.controlPlane, token => this.#messages(query, token, options), options);
  }

  async *#messages(query: ListQuery, resumeToken: string, options: CallOptions) {
    const desc = methodOf(this.kind.service, `Watch${this.kind.plural}`) as DescMethodStreaming;
    const input = { parent: query.parent ?? this.kind.anyParent, filter: query.filter ?? '', resumeToken };
    const answer = await this.controlPlane.transport.stream(
      desc, options.signal, options.timeoutMs, options.headers, once(input as MessageInitShape<DescMessage>));
    for await (const message of answer.message) {
      const fields = message as unknown as Fields;
      yield {
        // The audit log only grows: its messages have no type, and are an event that was added, or a bookmark.
        type: (fields.type as ChangeType | undefined) ?? ChangeType.ADDED,
        resource: fields[lower(this.kind.schema.name)] as MessageShape<D> | undefined,
        resumeToken: fields.resumeToken as string,
      };
    }
  }
}

/** The standard methods of a kind of resource. */
export class Resources<D extends DescMessage, N extends string> extends WatchableResources<D, N> {
  /**
   * Creates one.
   *
   * @param resource What to create, with its name.
   * @param options How.
   */
  create(resource: MessageInitShape<D>, options: CreateOptions = {}): Promise<MessageShape<D>> {
    const { name } = resource as { name?: string };
    const parent = options.parent ?? name?.split('/').slice(0, -2).join('/') ?? '';
    return this.call(`Create${this.kind.schema.name}`, { ...written(options), parent, [lower(this.kind.schema.name)]: resource }, options) as Promise<MessageShape<D>>;
  }

  /**
   * Changes one. With an etag in it, only when it still is what the caller read.
   *
   * @param resource The resource with its new values.
   * @param options How.
   * @throws {@link ControlPlaneError} `ETAG_STALE` and others of kind `conflict`: someone changed it first.
   */
  update(resource: MessageInitShape<D>, options: UpdateOptions = {}): Promise<MessageShape<D>> {
    return this.call(`Update${this.kind.schema.name}`, {
      ...written(options), allowMissing: options.allowMissing ?? false, [lower(this.kind.schema.name)]: resource,
      ...(options.mask ? { updateMask: fieldMask(options.mask) } : {}),
    }, options) as Promise<MessageShape<D>>;
  }

  /**
   * Deletes one.
   *
   * @param name Its name.
   * @param options How.
   */
  async delete<S extends string>(name: Named<N, S>, options: DeleteOptions = {}): Promise<void> {
    await this.call(`Delete${this.kind.schema.name}`, {
      ...written(options), name, etag: options.etag ?? '', allowMissing: options.allowMissing ?? false,
    }, options);
  }
}

function written(options: WriteOptions) {
  return { validateOnly: options.validateOnly ?? false, requestId: options.requestId ?? '' };
}

function methodOf(service: DescService, name: string): DescMethod {
  const found = service.methods.find(m => m.name === name);
  if (!found) {
    throw new TypeError(`${service.typeName} has no ${name}.`);
  }

  return found;
}

function lower(name: string): string {
  return name.charAt(0).toLowerCase() + name.slice(1);
}

async function* once<T>(value: T): AsyncGenerator<T> {
  yield value;
}
