/** What the plan uses of Leaflet 1.9, which ships no types. */
declare module "leaflet" {
  interface Place {
    lat: number;
    lng: number;
  }
  interface Bounds {
    isValid(): boolean;
    contains(place: Place): boolean;
    extend(place: Place): Bounds;
  }
  interface Layer {
    addTo(map: Map): this;
    remove(): this;
    on(events: string, listener: (event: unknown) => void): this;
    fire(event: string): this;
    getElement(): HTMLElement | undefined;
  }
  interface Path extends Layer {
    setStyle(style: Record<string, unknown>): this;
  }
  interface Marker extends Layer {
    setLatLng(place: Place): this;
  }
  interface LayerGroup extends Layer {
    addLayer(layer: Layer): this;
    clearLayers(): this;
  }
  interface GeoJson extends Layer {
    getBounds(): Bounds;
  }
  interface Map {
    fitBounds(bounds: Bounds, options?: Record<string, unknown>): this;
    setView(
      centre: Place,
      zoom: number,
      options?: Record<string, unknown>,
    ): this;
    getBounds(): Bounds;
    latLngToLayerPoint(place: Place): { x: number; y: number };
    layerPointToLatLng(point: [number, number]): Place;
    on(events: string, listener: (event: unknown) => void): this;
    remove(): this;
  }
  interface Feature {
    type: "Feature";
    geometry:
      | { type: "Point"; coordinates: number[] }
      | { type: "LineString"; coordinates: number[][] };
    properties: Record<string, any>;
  }
  interface FeatureCollection {
    type: "FeatureCollection";
    features: Feature[];
  }
  interface GeoJsonOptions {
    style(): Record<string, unknown>;
    pointToLayer(feature: Feature, place: Place): Layer;
    onEachFeature(feature: Feature, layer: Layer): void;
  }
  const L: {
    map(element: HTMLElement, options: Record<string, unknown>): Map;
    control: {
      zoom(options: Record<string, unknown>): Layer;
      scale(options: Record<string, unknown>): Layer;
    };
    tileLayer(url: string, options: Record<string, unknown>): Layer;
    geoJSON(data: FeatureCollection, options: GeoJsonOptions): GeoJson;
    circle(place: Place, options: Record<string, unknown>): Path;
    circleMarker(place: Place, options: Record<string, unknown>): Path;
    layerGroup(layers: Layer[]): LayerGroup;
    polyline(places: Place[], options: Record<string, unknown>): Path;
    marker(place: Place, options: Record<string, unknown>): Marker;
    divIcon(options: Record<string, unknown>): unknown;
  };
  export default L;
  export type { Feature, FeatureCollection, Layer, Map, Marker, Path, Place };
}
